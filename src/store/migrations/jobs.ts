// The queue, the journal, the outbox, the lanes and the tasks that were made.

export const JOBS = `create table job (
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
   drop table attempt;`
