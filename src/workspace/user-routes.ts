// Users: the connection itself and the one person of the workspace.

import { notFound } from './api-error.ts'
import type { Handler } from './handler.ts'
import { BOT, PERSON } from './identity.ts'
import { listAnswer } from './respond.ts'

export const retrieveMe: Handler = () => BOT

export const listUsers: Handler = () => listAnswer('user', [PERSON, BOT], null)

export const retrieveUser: Handler = ({ path }) => {
  const user = [PERSON, BOT].find(each => each.id === path.user_id)
  if (!user) throw notFound('user', path.user_id ?? '')
  return user
}
