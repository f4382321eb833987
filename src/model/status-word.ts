// What the words in a task's status mean, whoever wrote them.

export type StatusKind =
  | 'ready'
  | 'working'
  | 'completed'
  | 'failed'
  | 'blocked'
  | 'review'
  | 'planned'
  | 'archived'
  | 'other'
  | 'none'

const WORDS: Record<Exclude<StatusKind, 'ready' | 'other' | 'none'>, readonly string[]> = {
  working: ['in progress', 'doing', 'active', 'started', 'running'],
  completed: ['completed', 'complete', 'done', 'finished', 'success', 'succeeded', 'resolved', 'closed'],
  failed: ['failed', 'failure', 'error', 'cancelled', 'canceled', 'aborted'],
  blocked: ['blocked', 'waiting', 'on hold', 'paused', 'stuck', 'needs a person', 'needs human', 'needs input'],
  review: ['review', 'in review', 'needs review', 'ready for review'],
  planned: ['draft', 'planning', 'proposed', 'backlog', 'idea'],
  archived: ['archived'],
}

/** @param ready the statuses of tasks that may be started; they come first, whatever else they would mean */
export function statusKind(word: string | undefined, ready: readonly string[] = []): StatusKind {
  if (word === undefined || word.trim() === '') return 'none'
  const folded = fold(word)
  if (ready.some(candidate => fold(candidate) === folded)) return 'ready'
  for (const [kind, words] of Object.entries(WORDS)) if (words.includes(folded)) return kind as StatusKind
  return 'other'
}

/** Nothing is done with such tasks any more. */
export const isOver = (kind: StatusKind): boolean => kind === 'completed' || kind === 'failed' || kind === 'archived'

const fold = (word: string) =>
  word
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
