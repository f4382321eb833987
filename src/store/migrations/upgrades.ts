// Rows for which a better source was looked for, and files that are about to give their place to better ones.

export const UPGRADES = `create table better_looked (
     page text primary key,
     at integer not null,
     asked text not null,
     says text not null
   ) strict, without rowid;
   create table better_plan (
     page text primary key,
     plan text not null,
     at integer not null
   ) strict, without rowid;`
