// Events of Notion that were taken in, so that none counts twice.

export const WEBHOOK_EVENTS = `create table webhook_event (
     id text primary key,
     at integer not null,
     type text not null,
     entity text not null,
     judged text not null
   ) strict, without rowid;
   create index webhook_event_by_time on webhook_event (at);`
