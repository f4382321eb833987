// What ran and how it ended, and single facts; attempts became jobs in the next step.

export const RUNS = `create table attempt (
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
   create table fact (name text primary key, value text not null) strict;`
