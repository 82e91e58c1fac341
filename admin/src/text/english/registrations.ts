export const registrations = {
  title: 'Registering, message by message',
  why: 'Why does it not register? Record what is said for 15 minutes, then let the phone or the trunk try again.',
  record: 'Record for 15 minutes',
  longer: 'Record 15 minutes from now',
  until: (time: string) => `Recording until ${time}.`,
  nothingYet:
    'Nothing has come yet under this user name: the network, the address of the server or the user name may be wrong.',
};
