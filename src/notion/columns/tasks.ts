// The columns of Agent-Tasks.

import type { DescribedColumn } from './rule.ts'

export const TASK_COLUMNS = {
  title: {
    names: [],
    types: ['title'],
    needed: true,
    madeAs: 'Task Name',
    about: 'what is to be done',
    reads: 'it is matched to a handler: what asks for music in it, or its link, starts music work',
    writes: 'the title of a task made by `workspace task`',
  },
  status: {
    names: ['Status'],
    types: ['status', 'select'],
    needed: true,
    about: 'where the task is',
    reads: 'rows whose status is one of `TASK_READY_STATUSES` are started; names in any case',
    writes:
      '`Completed` or `Failed` when the work ends, `Blocked` when it needs a person, or a status the handler names: the nearest option there is; on a task made by `workspace task` what was asked for, else `Ready`',
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
    reads:
      'searched for a link when the title has none; rules and the choice of an agent look at it; goes into an agent’s trigger file',
    writes: 'that of a task made by `workspace task`',
  },
  taskType: {
    names: ['Task Type'],
    types: ['select', 'rich_text'],
    about: 'the kind of task',
    reads: '`Review Task` is left alone; rules and the choice of an agent look at it',
  },
  nextStep: {
    names: ['Next Required Step', 'Next Step'],
    types: ['rich_text'],
    about: 'what an agent is to do next',
    reads: 'rules and the choice of an agent look at it; goes into its trigger file',
  },
  successCriteria: {
    names: ['Success Criteria'],
    types: ['rich_text'],
    about: 'when the task is done',
    reads: 'goes into an agent’s trigger file',
  },
  assignedAgent: {
    names: ['Assigned-Agent', 'Assigned Agent'],
    types: ['select', 'rich_text', 'rollup', 'relation', 'multi_select', 'status', 'people'],
    about: 'who does what the program cannot do itself',
    reads:
      'who the task is for, when no other handler takes it: a name, of several the first; of a relation the title of the page it leads to',
    writes:
      'the agent that was chosen, when it is empty: in a text, as an option that is there, or as a page that is known; a rollup and people are never written',
  },
  archived: {
    names: ['Archive', 'Archived'],
    types: ['checkbox'],
    about: 'put away',
    reads: 'ticked rows are left alone',
  },
  prerequisites: {
    names: ['Prerequisite Tasks', 'Prerequisites'],
    types: ['relation'],
    ignoresOtherTypes: true,
    readWhole: true,
    about: 'the tasks that come before it',
    reads: 'while one of them is not completed, the task waits',
  },
  dependency: {
    names: ['Dependency Status'],
    types: ['select', 'status'],
    ignoresOtherTypes: true,
    about: 'whether it waits for something',
    reads: '`Blocked`: the task waits',
  },
  notBefore: {
    names: ['Not Before', 'Start After', 'Defer Until'],
    types: ['date'],
    ignoresOtherTypes: true,
    about: 'when it may be started',
    reads: 'until that day or moment the task waits',
  },
  reviewWanted: {
    names: ['Review Wanted', 'Needs Review', 'Review Requested'],
    types: ['checkbox'],
    ignoresOtherTypes: true,
    about: 'whether somebody is to look at it when it is done',
    reads: 'with REVIEW_TASKS, a finished task gets a review task when it is ticked, or its text asks for a review',
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
    writes: 'the reason when the work failed, or needs a person',
  },
} as const satisfies Record<string, DescribedColumn>
