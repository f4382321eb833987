// What the matcher said of the last search for each row; and runs by what they were about.

export const JUDGED = `create table judged (
     page text primary key,
     answer text not null,
     at integer not null
   ) strict, without rowid;
   create index run_by_subject on run (subject);`
