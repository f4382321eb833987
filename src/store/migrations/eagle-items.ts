// What was read of Eagle's library on the disk.

export const EAGLE_ITEMS = `create table eagle_item (
     library text not null,
     id text not null,
     changed_at real not null,
     path text not null,
     primary key (library, id)
   ) strict, without rowid;
   create index file_by_at on file (at, path);`
