export const work = {
  title: 'My participations',
  none: 'There is no work for you yet',
  noneHelp: 'As soon as a task is dealt to you, it stands here.',
  label: 'Label',
  review: 'Review',
  toDo: '{count, plural, =0 {Nothing left to do} one {# to do} other {# to do}}',
  toReview: '{count, plural, =0 {Nothing to review} one {# to review} other {# to review}}',
  rejected: '{count, plural, one {# was rejected} other {# were rejected}}',
  progress: '{done, number} of {total, number} done',
  role: 'You are {role, select, 0 {a labeler} 1 {a reviewer} 2 {the team manager} other {a member}} here.',
  look: 'Look at the entries',
}
