// Faults that are planted in a copy of the program, and what has to find each.

import type { Patch } from './plant.ts'
import {
  AFTER_CREATE,
  HALVED,
  inOrder,
  killedAt,
  LEASE_MS,
  poisoned,
  type Scenario,
  stoodStill,
  twoAtOnce,
} from './scenarios.ts'

export interface Bug {
  name: string
  patches: readonly Patch[]
  /** Changes that are no fault, made in both programs. */
  setting?: readonly Patch[]
  scenario: Scenario
  /** What is said of it; anything else is another fault. */
  said: RegExp
}

/** Where nobody is told of a failure, it is tried again instead. */
const NOT_TOLD = /I1 (the barred link was not told|track:.+ ended 2 times)/

export const BUGS: readonly Bug[] = [
  {
    name: 'a file that is published already is not looked for',
    patches: [
      {
        file: 'src/pipeline/stages/file.ts',
        find: 'const isThere = there && !isOthers(there.path, work, tools) && (await hasSum(there.path, there.sha256))',
        put: 'const isThere = false',
      },
      {
        file: 'src/library/place.ts',
        find: 'if (!isOthers?.(candidate) && (await sameContent(source, candidate))) return candidate',
        put: '',
      },
    ],
    scenario: killedAt('file.linked', 'file link'),
    said: /I3 nobody knows/,
  },
  {
    name: 'the receipt comes before its effect',
    patches: [
      {
        file: 'src/orchestrator/job-context.ts',
        find: 'await journal.begin(key, undefined)',
        put: "await journal.prove(key, { path: 'x', agentFolder: 'x' })",
      },
    ],
    scenario: killedAt('effect.trigger file.begun', 'handed task'),
    said: /has 0 trigger files/,
  },
  {
    name: 'a file is published before its bytes are on the disk',
    patches: [{ file: 'src/library/place.ts', find: 'await sync(beside)', put: '' }],
    scenario: inOrder('web link'),
    said: /R1 library\/Unassigned\/.+ gets its name before its bytes/,
  },
  {
    name: 'a receipt may come before the file’s name is on the disk',
    patches: [{ file: 'src/library/place.ts', find: '    await sync(dirname(target))\n', put: '' }],
    scenario: inOrder('web link'),
    said: /R2 a commit may count on library\/Unassigned\/.+\.wav/,
  },
  {
    name: 'why a file was set aside is named before it is on the disk',
    patches: [{ file: 'src/pipeline/quarantine.ts', find: '  await handle.sync()\n', put: '' }],
    scenario: inOrder('found'),
    said: /R1 var\/quarantine\/.+\.json gets its name before its bytes/,
  },
  {
    name: 'commits are not synced',
    patches: [{ file: 'src/store/database.ts', find: 'pragma synchronous = full', put: 'pragma synchronous = off' }],
    scenario: inOrder('web link'),
    said: /R4 a write to Notion goes out/,
  },
  {
    name: 'a working file is adopted because it is there',
    patches: [
      {
        file: 'src/pipeline/sums.ts',
        find: '(await sumOf(path).catch(() => undefined)) === expected',
        put: "(await sumOf(path).catch(() => '')) !== ''",
      },
    ],
    scenario: killedAt(HALVED, 'file link'),
    said: /I3 .+ (has another sound|cannot be played)|cannot be tagged: its chunk/,
  },
  {
    name: 'a file is not recorded in the commit of its receipt',
    patches: [
      { file: 'src/pipeline/run-pipeline.ts', find: '    receipt.also?.(result, context)\n', put: '' },
      {
        file: 'src/pipeline/run-pipeline.ts',
        find: '.proved`)\n  return result\n',
        put: '.proved`)\n  await context.tools.store.commit(() => receipt.also?.(result, context))\n  return result\n',
      },
      {
        file: 'src/pipeline/stages/file.ts',
        find: 'if (entries.some(([, path]) => tools.journal.fileAt(path)?.page !== row.id)) return false',
        put: '',
      },
    ],
    scenario: killedAt('file.proved', 'file link'),
    said: /I3 nobody knows/,
  },
  {
    name: 'the row’s write is not in the commit of its job’s end',
    patches: [
      { file: 'src/orchestrator/dispatch.ts', find: 'if (write) tools.outbox.add(write)', put: '' },
      {
        file: 'src/orchestrator/dispatch.ts',
        find: "await failpoint('job.recorded')",
        put: "await failpoint('job.recorded')\n      await tools.store.commit(() => write && tools.outbox.add(write))",
      },
    ],
    scenario: killedAt('job.recorded', 'barred link'),
    said: NOT_TOLD,
  },
  {
    name: 'a write is forgotten before it is made',
    patches: [{ file: 'src/outbox/deliver.ts', find: 'rows.mark(id, sending)', put: 'rows.remove(id)' }],
    scenario: killedAt('outbox.sending', 'barred link'),
    said: NOT_TOLD,
  },
  {
    name: 'a row is written without a look at what it holds',
    patches: [
      {
        file: 'src/model/write.ts',
        find: 'if (hasRoom ? row.holds(field, value) : entries.length === now.length) already.push(field)\n    else if (hasRoom && mayWrite(field, write, row, ours))',
        put: 'if (mayWrite(field, write, row, ours) || row.holds(field, value))',
      },
    ],
    scenario: killedAt('outbox.sent', 'handed task'),
    said: /I5 the row .+ was written more than once/,
  },
  {
    name: 'a row that may have been made is made again without a look',
    patches: [
      {
        file: 'src/pipeline/find-or-create-track.ts',
        find: '(await tracks.listByLink(canonical)).find(',
        put: '(await tracks.listByLink(canonical)).slice(0, 0).find(',
      },
    ],
    scenario: killedAt(AFTER_CREATE, 'linked task'),
    said: /I5 [23] rows were made instead of 1/,
  },
  {
    name: 'starts are not counted',
    patches: [{ file: 'src/queue/queue.ts', find: 'starts = starts + 1', put: 'starts = starts' }],
    scenario: poisoned,
    said: /A13 a job kills the program for ever/,
  },
  {
    name: 'the lock of the state is not taken',
    patches: [{ file: 'src/store/instance-lock.ts', find: '; begin exclusive', put: '' }],
    scenario: twoAtOnce,
    said: /C8 the second instance ended with 0/,
  },
  {
    name: 'working files of an ended job stay',
    patches: [
      { file: 'src/upkeep.ts', find: "job?.state === 'waiting' || job?.state === 'delayed'", put: "name !== ''" },
    ],
    scenario: killedAt('staging.removing', 'file link'),
    said: /I3 working files stay/,
  },
  {
    name: 'a job that another start has is gone on with',
    setting: [{ file: 'src/queue/leases.ts', find: 'const LEASE_MS = 120_000', put: `const LEASE_MS = ${LEASE_MS}` }],
    patches: [
      {
        file: 'src/queue/leases.ts',
        find: 'lease.lost.abort(',
        put: 'void (',
      },
      { file: 'src/queue/leases.ts', find: 'if (!queue.holds(job))', put: 'if (job.id < 0)' },
      { file: 'src/queue/queue.ts', find: 'if (!held.get(job.id, job.fence)) return false', put: '' },
    ],
    scenario: stoodStill,
    said: /I[1235] /,
  },
]
