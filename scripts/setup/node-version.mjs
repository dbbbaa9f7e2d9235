const oldest = { major: 20, minor: 19 };

/** A sentence where this Node is too old, nothing where it will do. */
export function nodeProblem(version) {
  const [major, minor] = version.split('.').map(Number);
  if (major > oldest.major || (major === oldest.major && minor >= oldest.minor)) return undefined;
  return `Dailies needs Node ${oldest.major}.${oldest.minor} or later, and this is Node ${version}. Get a newer one from https://nodejs.org.`;
}
