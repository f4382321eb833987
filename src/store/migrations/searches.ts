// What was asked of searches, and links that are never taken again.

export const SEARCHES = `create table search (
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
   ) strict, without rowid;`
