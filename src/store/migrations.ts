// The forms the store had, oldest first. A step that was released is never changed; a new one is added.

import { MERGES } from './migrations/merges.ts'

export const MIGRATIONS: readonly string[] = [
  `create table attempt (
     row_id text primary key,
     input text not null,
     attempts integer not null,
     outcome text not null,
     reason text not null,
     not_before integer not null,
     at integer not null
   ) strict;
   create table run (
     id integer primary key,
     handler text not null,
     subject text not null,
     label text not null,
     outcome text not null,
     reason text not null,
     started_at integer not null,
     ended_at integer not null
   ) strict;
   create index run_by_end on run (ended_at desc);
   create table fact (name text primary key, value text not null) strict;`,

  `create table job (
     id integer primary key,
     key text not null,
     pool text not null,
     lane text not null,
     handler text not null,
     input text not null,
     wish text not null,
     label text not null,
     because text not null,
     asked integer not null,
     priority integer not null,
     state text not null check (state in ('waiting', 'delayed', 'running', 'failed', 'quarantined')),
     run_at integer not null,
     attempts integer not null,
     starts integer not null,
     fence integer not null,
     outcome text not null,
     reason text not null,
     root text not null,
     depth integer not null,
     made_at integer not null,
     changed_at integer not null
   ) strict;
   create unique index job_running on job (key) where state = 'running';
   create unique index job_resting on job (key) where state <> 'running';
   create index job_ready on job (pool, lane, priority, id) where state = 'waiting' and starts = 0;
   create index job_suspect on job (pool, starts) where state = 'waiting' and starts > 0;
   create index job_due on job (run_at) where state = 'delayed';
   create table effect (
     run text not null,
     stage text not null,
     state text not null check (state in ('begun', 'proved')),
     data text not null,
     at integer not null,
     primary key (run, stage)
   ) strict, without rowid;
   create index effect_begun on effect (stage) where state = 'begun';
   create table file (
     path text primary key,
     page text not null,
     format text not null,
     sha256 text not null,
     link text not null,
     at integer not null
   ) strict;
   create index file_by_page on file (page, format);
   create table outbox (
     id integer primary key,
     target text not null,
     page text not null,
     fields text not null,
     state text not null check (state in ('waiting', 'sending', 'refused')),
     attempts integer not null,
     next_at integer not null,
     reason text not null,
     made_at integer not null
   ) strict;
   create index outbox_by_page on outbox (page, id);
   create table wrote (
     page text not null,
     field text not null,
     value text not null,
     at integer not null,
     primary key (page, field)
   ) strict, without rowid;
   create table lane (
     name text primary key,
     state text not null
   ) strict;
   create table made_task (
     key text primary key,
     page text not null,
     root text not null,
     depth integer not null,
     parent text not null,
     title text not null,
     at integer not null
   ) strict;
   create index made_task_by_page on made_task (page);
   create index made_task_by_root on made_task (root);
   create index made_task_by_time on made_task (at);
   insert into job (key, pool, lane, handler, input, wish, label, because, asked, priority, state, run_at, attempts,
                    starts, fence, outcome, reason, root, depth, made_at, changed_at)
     select 'track:' || row_id, 'tracks', 'web', 'track', json_object('pageId', row_id), input, row_id,
            'the row wants work', 0, 50, iif(outcome = 'failed', 'failed', 'delayed'), not_before, attempts,
            0, 0, outcome, reason, '', 0, at, at
     from attempt where input like '[%';
   drop table attempt;`,
  `create table cost (
     run text not null,
     stage text not null,
     wall_ms integer not null,
     cpu_ms integer not null,
     bytes integer not null,
     at integer not null,
     primary key (run, stage)
   ) strict, without rowid;
   create index cost_by_time on cost (at);
   create table measured (
     page text primary key,
     analysis text not null,
     at integer not null
   ) strict, without rowid;`,
  `create table enriched (
     page text primary key,
     name text not null,
     again_at integer not null
   ) strict, without rowid;`,
  `create table search (
     page text primary key,
     input text not null,
     ended text not null check (ended in ('asked', 'missed')),
     links text not null,
     at integer not null
   ) strict, without rowid;
   create table refused_link (
     page text not null,
     link text not null,
     reason text not null,
     at integer not null,
     primary key (page, link)
   ) strict, without rowid;`,
  `create table playlist (
     key text primary key,
     title text not null,
     page text not null,
     path text not null,
     sums text not null,
     at integer not null
   ) strict, without rowid;
   create table playlist_track (
     playlist text not null,
     position integer not null,
     entry text not null,
     page text not null,
     artist text not null,
     title text not null,
     seconds real not null,
     path text not null,
     primary key (playlist, position)
   ) strict, without rowid;
   create index playlist_track_by_page on playlist_track (page);`,
  `create table recording (
     id integer primary key autoincrement,
     title text not null,
     artist text not null,
     song text not null,
     seconds real not null,
     at integer not null
   ) strict;
   create index recording_by_song on recording (song) where song <> '';
   create table recording_print (recording integer primary key, print blob not null) strict;
   create table recording_term (
     term integer not null,
     recording integer not null,
     primary key (term, recording)
   ) strict, without rowid;
   create table recording_key (
     kind text not null,
     value text not null,
     recording integer not null,
     primary key (kind, value, recording)
   ) strict, without rowid;
   create index recording_key_by_recording on recording_key (recording);
   create table recording_file (
     path text primary key,
     recording integer not null,
     sha256 text not null,
     bytes integer not null,
     changed_at integer not null,
     format text not null,
     link text not null
   ) strict, without rowid;
   create index recording_file_by_recording on recording_file (recording);
   create table recording_version (
     one integer not null,
     other integer not null,
     agreement real not null,
     because text not null,
     primary key (one, other)
   ) strict, without rowid;
   create index recording_version_by_other on recording_version (other);`,
  'create table artist_name (name text primary key) strict, without rowid;',
  `create table stood (
     page text not null,
     field text not null,
     value text not null,
     at integer not null,
     primary key (page, field)
   ) strict, without rowid;
   create table verified (
     page text primary key,
     at integer not null,
     findings text not null
   ) strict, without rowid;
   create table reported (
     key text primary key,
     page text not null,
     at integer not null
   ) strict, without rowid;
   create table undone (
     page text primary key,
     state text not null check (state in ('undoing', 'undone', 'redoing')),
     plan text not null,
     at integer not null
   ) strict, without rowid;
   create index file_by_time on file (at);`,
  MERGES,
]
