export const sync = {
  title: 'Synchronization',
  about: 'Brings the dataset in line with its input folder {path}.',
  start: 'Synchronize',
  what: 'The input folder {path} is read with its subfolders.',
  adds: 'New files become samples, with the labels beside them where the dataset was made with such.',
  removes:
    'Samples whose file is gone are deleted with their labels and their entries in team tasks. This cannot be undone.',
  keeps:
    'All other samples stay, also where the content of their file has changed. Labels that came with the files follow newer label files; labels of people stay. If the folder is empty, nothing is deleted.',
  holds: '{count, plural, one {The dataset has # sample now.} other {The dataset has # samples now.}}',
  never: 'Not synchronized yet.',
  counts: {
    added: '{count, plural, one {# sample added} other {# samples added}}',
    deleted: '{count, plural, one {# deleted} other {# deleted}}',
    contentChanged: '{count, plural, one {# with other content} other {# with other content}}',
    relabelled: '{count, plural, one {# took newer labels} other {# took newer labels}}',
    failed: '{count, plural, one {# not taken} other {# not taken}}',
  },
  nothing: 'Nothing had changed.',
}
