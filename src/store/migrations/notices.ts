// What people were told, what waits to be told, and what reports count beside the runs.

export const NOTICES = `create table cause (
     key text primary key,
     title text not null,
     says text not null,
     stands integer not null,
     changed_at integer not null,
     told text not null check (told in ('', 'began', 'over')),
     began_told_at integer not null,
     over_told_at integer not null
   ) strict, without rowid;
   create table notice (
     id integer primary key,
     channel text not null,
     title text not null,
     body text not null,
     state text not null check (state in ('waiting', 'sending')),
     attempts integer not null,
     next_at integer not null,
     made_at integer not null
   ) strict;
   create index notice_due on notice (channel, next_at);
   create table parking (
     lane text not null,
     until integer not null,
     kind text not null,
     reason text not null,
     at integer not null,
     primary key (lane, until)
   ) strict, without rowid;
   create index parking_by_time on parking (at);
   create table requests (
     hour integer not null,
     service text not null,
     count integer not null,
     primary key (hour, service)
   ) strict, without rowid;`
