// In which folder, and by which machine, each hand-off was written; and the files that could not be reached at its end.

export const HANDOFF_HOMES = `alter table handoff add column home text not null default '';
   alter table handoff add column machine text not null default '';
   alter table handoff add column is_left integer not null default 0;`
