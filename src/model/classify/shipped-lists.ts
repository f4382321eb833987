// The words that the program's own rules speak of. docs/tasks.md says how a person adds to them.

const list = (text: string): readonly string[] => text.split(',').map(entry => entry.trim())

export const SHIPPED_LISTS = {
  /** What may stand before a wish. */
  lead: list(
    'please, pls, music workflow, run, start, do, execute, trigger, perform, kick off, make, now, today, tonight, tomorrow, the, a, an, my, our, new, next, another, one, once, scheduled, automatic, manual, full, quick, urgent, asap, task, todo, to do, hourly, daily, nightly, weekly, monthly, morning, evening, night, weekend, monday, tuesday, wednesday, thursday, friday, saturday, sunday, 1, 2, 3',
  ),
  /** What may stand behind one. */
  tail: list(
    'now, today, tonight, tomorrow, please, pls, asap, again, once, run, job, workflow, pass, hourly, daily, nightly, weekly, monthly, every, each, hour, day, night, week, weekend, morning, evening, the, a, my, our, for, before, after, on, at, in, until, of, this, next, monday, tuesday, wednesday, thursday, friday, saturday, sunday, gig, set, party, show, trip, urgent, new, all, full, only, first, limit, batch, queue, production, january, february, march, april, may, june, july, august, september, october, november, december, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 50, 100',
  ),
  /** What the program does with music. */
  do: list(
    'sync, synchronise, synchronize, resync, re-sync, download, redownload, re-download, fetch, get, grab, pull, import, process, reprocess, convert, analyse, analyze',
  ),
  /** What it does with a link. */
  'do with a link': list(
    'download, get, fetch, process, add, import, sync, synchronise, synchronize, grab, pull, convert, analyse, analyze, track, tracks, song, songs, playlist, playlists, set, album, likes',
  ),
  /** The same as things. */
  work: list('sync, synchronisation, synchronization, download, downloads, import, processing, conversion, automation'),
  /** Between what is done and what it is done with. */
  small: list(
    'the, a, an, my, all, new, newest, latest, recent, last, next, first, more, some, other, our, this, these, those, of, liked, favourite, favorite, unprocessed, undownloaded, remaining, missing, pending, queued, waiting, saved, current, whole, entire, up to, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 50, 100, one, two, three, five, ten, dj, monday, tuesday, wednesday, thursday, friday, saturday, sunday, weekend, weekly, daily',
  ),
  services: list('soundcloud, sound cloud, spotify, bandcamp, beatport, youtube music'),
  songs: list(
    'music, track, tracks, song, songs, tune, tunes, likes, liked songs, liked tracks, music track, music tracks, music library, dj set, dj sets, mixtape, mixtapes',
  ),
  playlists: list('playlist, playlists'),
  /** A wish may go on with these. */
  'goes on': list(
    'from, to, for, of, on, in, into, onto, with, and, as, at, by, before, after, now, today, tonight, tomorrow, again, until, via, using, please, that, which, where, since, every, each, this, next, only, first, one, queue, workflow',
  ),
  /** Times and places where music is wanted. */
  occasions: list(
    'hourly, daily, nightly, weekly, monthly, run, job, night, weekend, monday, tuesday, wednesday, thursday, friday, saturday, sunday, set, gig, party, show, music, track, tracks, song, songs, tune, tunes, playlist, playlists, likes, spotify, soundcloud',
  ),
  'music words': list(
    'music, track, tracks, song, songs, soundcloud, sound cloud, spotify, playlist, playlists, likes, mixtape, dj set',
  ),
  /** What the work is on when it is not music, and what a person does that the program does not. */
  'other things': list(
    'drivesheets, drivesheet, drive sheets, drive sheet, spreadsheet, spreadsheets, sheet, sheets, property, properties, column, columns, field, fields, relation, relations, table, page, pages, dashboard, dashboards, database, databases, schema, calendar, invoice, invoices, report, reports, github, repo, repository, code, script, scripts, api, webhook, webhooks, server, endpoint, button, website, feature, bug, bugs, issue, issues, error, errors, problem, problems, ticket, incident, fix, fixes, refactor, rewrite, review, validation, validate, test, tests, documentation, docs, document, specification, spec, design, architecture, roadmap, plan, planning, investigate, investigation, research, analysis of, compare, evaluate, implement, implementation, integrate, integration, build, deploy, migrate, migration, configuration, config, credentials, token, login, subscription, premium, invoice, price, prices, newsletter, contract, licence, license, licensing, rights, budget, campaign, ads, meeting, agenda, notes, article, interview, performance, speed, monitor, disable, stop, pause, retry, cron, gps, hiking, hike, cycling, railway, train, race, racing, running, printer, phone, car, truck, parcel, shipment, tracker',
  ),
  /** Something is wrong, or is not to be done. */
  trouble: list(
    'not, no longer, never, dont, doesnt, cant, cannot, wont, isnt, arent, didnt, without, fail, fails, failed, failing, failure, failures, broken, breaks, crash, crashes, crashed, missing from, hangs, stuck, slow, slowly, wrong, times out, timeout, timeouts, timed out, twice, duplicate, duplicates, why, how, when does, what if, 401, 403, 404, 429, 500',
  ),
}
