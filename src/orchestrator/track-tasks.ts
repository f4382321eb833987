// A task on the board for each track that wants work: made with it, told how it stands, completed with it.

import { createHash } from 'node:crypto'
import { failpoint } from '../failpoint.ts'
import { type Job, trackKey } from '../model/job.ts'
import type { NewWrite } from '../outbox/outbox.ts'
import type { TrackTask, TrackTasks } from '../store/track-tasks.ts'
import type { Tools } from '../tools.ts'
import { pageOf } from './execute.ts'

/** The rest is made in the next cycles. */
const MOST_A_CYCLE = 20
const MARK_LENGTH = 16
/** The board's word for work that the program has taken. */
const TAKEN = ['In Progress', 'In-Progress', 'Doing', 'Active', 'Started']

type Board = Tools & { trackTasks: TrackTasks }

/** Tasks are made for what came, and told how their tracks stand. */
export async function keepTrackTasks(tools: Tools, signal: AbortSignal): Promise<void> {
  const { trackTasks } = tools
  if (!trackTasks) return
  const missing = tools.queue
    .list(['waiting', 'delayed', 'running'])
    .filter(({ pool }) => pool === 'tracks')
    .filter(job => !trackTasks.of(pageOf(job))?.task)
  for (const job of missing.slice(0, MOST_A_CYCLE)) {
    signal.throwIfAborted()
    await makeTrackTask({ ...tools, trackTasks }, job)
  }
  for (const known of trackTasks.open()) {
    signal.throwIfAborted()
    if (known.task !== '') await tellTask({ ...tools, trackTasks }, known)
  }
}

/** Once: begun by a run that was killed, it is looked for by its mark. */
async function makeTrackTask(tools: Board, job: Job): Promise<void> {
  const page = pageOf(job)
  const begun = tools.trackTasks.of(page)
  const mark = begun?.mark ?? markOf(page)
  if (!begun) await tools.store.commit(() => tools.trackTasks.begin(page, mark))
  const [tasks, tracks] = [await tools.tasks(), await tools.tracks()]
  const track = await tracks.read(page)
  if (track.inTrash) return
  const made =
    (begun && (await tasks.findMarked(mark))) ??
    (await tasks.create({
      title: `Track: ${job.label}`,
      status: tasks.optionOf(TAKEN),
      priority: 'Medium',
      description: `${job.because}. The program works on it by itself and completes this task with it.\nhttps://www.notion.so/${page.replaceAll('-', '')}\n(${mark})`,
    }))
  await failpoint('track.task.made')
  await tools.store.commit(() => tools.trackTasks.made(page, made.id))
}

const markOf = (page: string) => `track-task-${createHash('sha256').update(page).digest('hex').slice(0, MARK_LENGTH)}`

/** What the task is to say now, where that is something else than it was told. */
async function tellTask(tools: Board, known: TrackTask): Promise<void> {
  const job = tools.queue.running(trackKey(known.page)) ?? tools.queue.resting(trackKey(known.page))
  const state = !job ? 'done' : job.state === 'failed' || job.state === 'quarantined' ? 'failed' : 'open'
  if (state === known.told) return
  const because =
    job?.reason ?? tools.ledger.runsOf(trackKey(known.page)).at(-1)?.reason ?? 'its track wants no work any more'
  await tools.store.commit(() => {
    tools.outbox.add(writeFor(known, state, because))
    tools.trackTasks.tell(known.page, state)
  })
  await tools.outbox.deliver(known.task)
}

const STATUS = { open: 'In Progress', failed: 'Failed', done: 'Completed' } as const

/** The task moves from where it was told to be; a person's move in between stays. */
function writeFor({ task, told }: TrackTask, state: keyof typeof STATUS, because: string): NewWrite {
  const from = told === '' ? null : STATUS[told]
  return {
    target: 'tasks',
    page: task,
    fields: {
      status: { how: 'move', value: STATUS[state], from },
      result: { how: 'fill', value: state === 'failed' ? `Failed: ${because}` : because },
      ...(state === 'failed' ? { blockingReason: { how: 'fill' as const, value: because } } : {}),
    },
  }
}
