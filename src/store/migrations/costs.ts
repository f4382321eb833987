// What stages cost, and what was measured of a row.

export const COSTS = `create table cost (
     run text not null,
     stage text not null,
     wall_ms integer not null,
     cpu_ms integer not null,
     bytes integer not null,
     at integer not null,
     primary key (run, stage)
   ) strict, without rowid;
   create index cost_by_time on cost (at);
   create table measured (
     page text primary key,
     analysis text not null,
     at integer not null
   ) strict, without rowid;`
