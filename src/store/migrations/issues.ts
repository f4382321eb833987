// What people were asked to mend, and what they were told of it.

export const ISSUES = `create table issue (
     key text primary key,
     wish text not null,
     stands integer not null,
     told text not null check (told in ('', 'open', 'closed')),
     page text not null,
     at integer not null
   ) strict, without rowid;
   create index issue_untold on issue (at) where (stands = 1) <> (told = 'open');`
