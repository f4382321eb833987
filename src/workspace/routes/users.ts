// Users: the connection itself and the one person of the workspace.

import { notFound, validationError } from '../api/api-error.ts'
import { BOT, knownUser, PERSON } from '../api/identity.ts'
import { pageSizeIn } from '../api/paging.ts'
import { listAnswer } from '../api/respond.ts'
import type { Handler } from '../api/route.ts'

const USERS = [PERSON, BOT]

/** The connection, or with the person's token the person. */
export const retrieveMe: Handler = ({ user }) => knownUser(user)

export const listUsers: Handler = ({ query }) => {
  const cursor = query.get('start_cursor')
  const start = cursor === null ? 0 : USERS.findIndex(user => user.id === cursor)
  if (start === -1) throw validationError(`The start_cursor provided is invalid: ${cursor}`)
  const end = start + pageSizeIn(query)
  return listAnswer('user', USERS.slice(start, end), USERS[end]?.id ?? null)
}

export const retrieveUser: Handler = ({ path }) => {
  const user = USERS.find(each => each.id === path.user_id)
  if (!user) throw notFound('user', path.user_id ?? '')
  return user
}
