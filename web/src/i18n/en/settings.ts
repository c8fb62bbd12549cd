export const settings = {
  looks: 'Language and appearance',
  passwordHelp: 'At least {least} characters.',
  passwordErrors: {
    '4122': 'The current password is not right.',
    '4128': 'The new password is too short or too common. Choose a longer one.',
  },
}
