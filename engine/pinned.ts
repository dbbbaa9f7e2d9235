/** The one Temporal CLI that Dailies is tried with; the database file is named after it. */
export const pinnedCli = '1.5.1';

/** The server inside that CLI. A build by `go install` names no CLI version, so this one is what is compared. */
export const pinnedServer = '1.29.1';

/** Builds of the pinned CLI need at least this Go. */
export const oldestGo = { major: 1, minor: 25 } as const;

/** The namespace that everything runs in. */
export const embeddedNamespace = 'default';
