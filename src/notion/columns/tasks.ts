// The columns of Agent-Tasks.

import type { DescribedColumn } from './rule.ts'

export const TASK_COLUMNS = {
  title: {
    names: [],
    types: ['title'],
    needed: true,
    madeAs: 'Task Name',
    about: 'what is to be done',
    reads: 'it is matched to a handler: links and music words in it start music work',
    writes: 'the title of a task made by `workspace task`',
  },
  status: {
    names: ['Status'],
    types: ['status', 'select'],
    needed: true,
    about: 'where the task is',
    reads: 'rows whose status is one of `TASK_READY_STATUSES` are started; names in any case',
    writes:
      '`Completed` or `Failed` when the work ends, or a status the handler names: the nearest option there is; on a task made by `workspace task` what was asked for, else `Ready`',
  },
  priority: {
    names: ['Priority'],
    types: ['select', 'status'],
    about: 'what comes first',
    reads: '`Critical`, `High`, `Medium`, `Low` or `P0` to `P3` set the order; goes into an agent’s trigger file',
  },
  description: {
    names: ['Description'],
    types: ['rich_text'],
    about: 'more words about the task',
    reads: 'searched for a link when the title has none; goes into an agent’s trigger file',
    writes: 'that of a task made by `workspace task`',
  },
  taskType: {
    names: ['Task Type'],
    types: ['select', 'rich_text'],
    about: 'the kind of task',
    reads: 'handlers see it; none of those that come with the program uses it',
  },
  nextStep: {
    names: ['Next Required Step', 'Next Step'],
    types: ['rich_text'],
    about: 'what an agent is to do next',
    reads: 'goes into its trigger file',
  },
  successCriteria: {
    names: ['Success Criteria'],
    types: ['rich_text'],
    about: 'when the task is done',
    reads: 'goes into an agent’s trigger file',
  },
  assignedAgent: {
    names: ['Assigned-Agent', 'Assigned Agent'],
    types: ['select', 'rich_text', 'rollup', 'relation'],
    about: 'who does what the program cannot do itself',
    reads:
      'the agent’s name, for tasks no other handler takes; from a rollup the names it shows; a relation holds no names and counts as empty',
    writes: 'the agent of a task made by `workspace task`, unless it is a rollup or a relation',
  },
  archived: {
    names: ['Archive', 'Archived'],
    types: ['checkbox'],
    about: 'put away',
    reads: 'ticked rows are left alone',
  },
  result: {
    names: ['Execution-Result', 'Execution Result'],
    types: ['rich_text'],
    about: 'what came of it',
    reads: 'whether a query shows the row as it was before the last write',
    writes: 'a sentence when the work ends',
  },
  blockingReason: {
    names: ['Blocking Reason'],
    types: ['rich_text'],
    about: 'why it could not be done',
    writes: 'the reason when the work failed',
  },
} as const satisfies Record<string, DescribedColumn>
