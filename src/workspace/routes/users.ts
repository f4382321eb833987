// Users: the connection itself and the one person of the workspace.

import { notFound } from '../api/api-error.ts'
import { BOT, knownUser, PERSON } from '../api/identity.ts'
import { listAnswer } from '../api/respond.ts'
import type { Handler } from '../api/route.ts'

/** The connection, or with the person's token the person. */
export const retrieveMe: Handler = ({ user }) => knownUser(user)

export const listUsers: Handler = () => listAnswer('user', [PERSON, BOT], null)

export const retrieveUser: Handler = ({ path }) => {
  const user = [PERSON, BOT].find(each => each.id === path.user_id)
  if (!user) throw notFound('user', path.user_id ?? '')
  return user
}
