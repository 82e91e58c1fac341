export const destination = {
  kind: { label: 'Goes to', why: 'Who or what answers.' },
  kinds: {
    user: 'A user',
    'ring-group': 'A ring group',
    conference: 'A conference',
    voicemail: 'The voicemail of a user',
    trunk: 'A trunk: a PBX or carrier',
  },
  username: { label: 'User', why: 'All phones of this user ring.' },
  mailbox: { label: 'User', why: 'The caller leaves a message for this user, whose phones do not ring.' },
  ringGroup: { label: 'Ring group', why: 'Its members ring.' },
  conference: { label: 'Conference', why: 'The caller enters the room.' },
  trunk: { label: 'Trunk', why: 'The call goes on there.' },
  number: {
    label: 'Number there',
    why: 'What is dialled on that trunk. Empty: the number itself.',
    example: '600',
  },
  toUser: (username: string) => username,
  toRingGroup: (name: string) => `ring group ${name}`,
  toTrunk: (trunkId: string, number: string | null) =>
    number === null ? `trunk ${trunkId}` : `${number} on trunk ${trunkId}`,
  toConference: (name: string) => `conference ${name}`,
  toVoicemail: (username: string) => `voicemail of ${username}`,
};
