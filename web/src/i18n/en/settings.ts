export const settings = {
  looks: 'Language and appearance',
  sessions: 'Where you are signed in',
  sessionsHelp: 'End what you do not recognize or do not need any more. Nobody can go on there without the password.',
  browser: 'Browser',
  browserOn: '{browser} on {system}',
  unknownBrowser: 'Unknown browser',
  signedIn: 'Signed in',
  lastUse: 'Last used',
  thisSession: 'This one',
  endSession: 'End',
  endSessionOf: 'End the session in {name}',
  endOthers: 'End all others',
  passwordHelp: 'At least {least} characters.',
  passwordErrors: {
    '4122': 'The current password is not right.',
    '4128': 'The new password is too short or too common. Choose a longer one.',
  },
}
