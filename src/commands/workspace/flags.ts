// The flags of each `workspace` command, as the command line reads and explains them.

const yes = (describe: string) => ({ type: 'boolean', default: false, describe }) as const
const number = (describe: string) => ({ type: 'number', requiresArg: true, describe }) as const
const text = (describe: string) => ({ type: 'string', requiresArg: true, describe }) as const

export const SERVE_FLAGS = {
  port: number('Default: 4870; 0 takes any free one'),
  'rate-limit': number('Requests a minute of one token'),
  'space-limit': number('Requests a minute of all tokens'),
  lag: number('Queries and search show what was there so many milliseconds ago'),
  webhook: text('Post changes to this URL; off ends it'),
  'webhook-delay': number('Changes within so many milliseconds become one event (default: 1000)'),
}
export const SHOW_FLAGS = {
  limit: number('At most so many rows a table (default: 20)'),
  ids: yes('The page id of each row, by which other commands take it'),
}
export const TASK_FLAGS = {
  status: text('Its status (default: Ready)'),
  description: text('More words about it'),
  agent: text('Who is to do it'),
}
export const EXPORT_FLAGS = { yes: yes('Overwrite a file that is there') }
export const IMPORT_FLAGS = { yes: yes('Replace the rows that are there') }
export const MIRROR_FLAGS = { ...IMPORT_FLAGS, rows: text('Copy so many rows a table, or all') }
export const RESET_FLAGS = { yes: yes('Really remove them') }
