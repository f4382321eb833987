// The words of docs/reliability.md: what is promised, how it is kept, and what nobody can promise.

export const PROMISES = `<!-- Made by scripts/reliability-doc.ts from scripts/reliability/ and the titles of the tests: change those. -->
# Reliability

## What is promised

* **Every accepted wish ends in one recorded outcome.** A row that wants work becomes a job on the disk before anything is done
  about it. The job ends as done, skipped or failed, with a reason; \`orchestrator status\` shows it.
* **A crash at any point neither loses nor repeats a result.** Kill the program, pull the plug, start it again: it goes on where
  it was. One file per format and row, one trigger per task, one row per link, one comment.
* **A person’s edit is never overwritten.** The program writes only to cells that are empty or hold what it wrote itself. What it
  found for a cell of yours is said in a comment.

## How it is kept

* What is going to be done is on the disk before its first byte (\`var/orchestrator.db\`, SQLite, every commit synced).
* A restart believes no memory: it looks whether the file is there with the very content (SHA-256), whether the trigger is there,
  whether the row holds the values.
* Each start of a job has a number that only grows. Who has an older one can record nothing any more.
* A write to Notion is kept in the same commit as the result it tells. It is made in order per row, after a look at the row.
* A file is written beside its place, synced, looked at, and linked to its place; nothing that is there is ever changed.
* A job that was started three times and never came to an end is set aside, so that one bad row does not stop the others.

## What cannot be promised

* **An edit in the same moment.** Notion has no “write only if unchanged”. Between the program’s look at a row and its write lie some
  milliseconds to a second; an edit of the same cell in that gap is lost.
* **Two orchestrators with states of their own on one database**, where Notion shows a mark later than both wait for it. Both
  then make the same track, each in its own library. Run one for each database.
* **A disk that lies.** A disk that says it has kept something and has not can lose what was promised. The state is then looked up
  again from Notion and the library, and said so.
* **A message sent twice.** What goes out of the house without a way to ask whether it arrived can arrive twice: a comment that Notion
  made but does not show when it is looked for.
* **What a person does to files** of the library while a track is being filed there.`
