// Plans of `dedupe` that were applied, and what was done in each of their groups.

export const DEDUPED = `create table deduped (
     id text primary key,
     state text not null check (state in ('applying', 'applied', 'undoing', 'undone')),
     groups integer not null,
     at integer not null
   ) strict, without rowid;
   create table deduped_group (
     plan text not null,
     id text not null,
     position integer not null,
     state text not null check (state in ('begun', 'gained', 'done', 'undone')),
     record text not null,
     primary key (plan, id)
   ) strict, without rowid;`
