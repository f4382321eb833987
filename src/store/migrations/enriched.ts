// When a row is looked up in catalogues again.

export const ENRICHED = `create table enriched (
     page text primary key,
     name text not null,
     again_at integer not null
   ) strict, without rowid;`
