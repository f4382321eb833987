// Who the local workspace says it is: its one connection, its one person. The same in every file, so ids in logs compare.

export const BOT_ID = 'b0700000-0000-8000-8000-000000000001'
export const PERSON_ID = 'b0700000-0000-8000-8000-000000000002'
const WORKSPACE_ID = 'b0700000-0000-8000-8000-000000000003'
export const INTEGRATION_NAME = 'Local workspace'

/** With this token one writes as the person, as with a personal access token of Notion; with any other as the connection. */
export const PERSON_TOKEN = 'person'

const MAX_UPLOAD = 5 * 1024 ** 3

export const BOT = {
  object: 'user',
  id: BOT_ID,
  name: INTEGRATION_NAME,
  avatar_url: null,
  type: 'bot',
  bot: {
    owner: { type: 'workspace', workspace: true },
    workspace_name: INTEGRATION_NAME,
    workspace_id: WORKSPACE_ID,
    workspace_limits: { max_file_upload_size_in_bytes: MAX_UPLOAD },
  },
}

export const PERSON = {
  object: 'user',
  id: PERSON_ID,
  name: 'You',
  avatar_url: null,
  type: 'person',
  person: { email: 'you@localhost', email_verified: true },
}

export const userOf = (token: string) => (token === PERSON_TOKEN ? PERSON : BOT)

export const nameOfUser = (id: string): string => [BOT, PERSON].find(user => user.id === id)?.name ?? ''

export const partialUser = (id: string) => ({ object: 'user', id })

/** The whole user when it is one of this workspace, else what is known: the id. */
export const knownUser = (id: string) => [BOT, PERSON].find(user => user.id === id) ?? partialUser(id)
