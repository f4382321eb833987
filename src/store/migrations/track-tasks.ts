// Tasks that stand for tracks on the board.

export const TRACK_TASKS = `create table track_task (
     page text primary key,
     mark text not null,
     task text not null,
     told text not null check (told in ('', 'open', 'failed', 'done')),
     at integer not null
   ) strict, without rowid;
   create index track_task_open on track_task (at) where told <> 'done';`
