// Tasks that were given to agents, what was decided of each, and what is known of the tasks they wait for.

export const HANDOFFS = `create table handoff (
     id integer primary key,
     task text not null,
     title text not null,
     agent text not null,
     folder text not null,
     file text not null,
     state text not null check (state in ('begun', 'open', 'closing', 'ended')),
     at integer not null,
     look text not null default '',
     acknowledged_at integer,
     ending text,
     ended_as text,
     ended_at integer,
     counts integer not null default 1
   ) strict;
   create unique index one_open_handoff on handoff (task) where state <> 'ended';
   create index handoff_by_task on handoff (task);
   create table decision (
     id integer primary key,
     task text not null,
     at integer not null,
     says text not null
   ) strict;
   create index decision_by_task on decision (task);
   create table returned (
     file text primary key,
     task text not null,
     at integer not null
   ) strict, without rowid;
   create table prerequisite (
     task text primary key,
     title text not null,
     status text not null,
     at integer not null
   ) strict, without rowid;`
