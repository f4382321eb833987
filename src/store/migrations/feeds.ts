// Lists that are looked at by themselves: what each held, when it is looked at next, and what that spent today.

export const FEEDS = `create table feed (
     name text primary key,
     mark text not null,
     looked_at integer not null,
     due_at integer not null,
     changed_at integer not null,
     quiet integer not null,
     failures integer not null,
     requests integer not null,
     trouble text not null
   ) strict, without rowid;
   create table feed_spent (
     lane text primary key,
     day text not null,
     count integer not null
   ) strict, without rowid;
   create table watched_list (
     key text primary key,
     is_on integer not null,
     at integer not null
   ) strict, without rowid;`
