/** The import rule: a file imports only from folders to its right; services never import each other. */
const rightOf = (pkg, order) =>
  order.slice(1).map((folder, index) => ({
    name: `${pkg}-${folder}-left`,
    comment: `${order.join(' → ')}: nothing on the right knows of anything on the left`,
    severity: 'error',
    from: { path: `^packages/${pkg}/src/${folder}/`, pathNot: '\\.(test|fixture)\\.ts$' },
    to: { path: `^packages/${pkg}/src/(${order.slice(0, index + 1).join('|')})/` },
  }));

const packageMayImport = (pkg, allowed) => ({
  name: `${pkg}-packages`,
  severity: 'error',
  from: { path: `^packages/${pkg}/src/`, pathNot: '\\.(test|fixture)\\.ts$' },
  to: { path: '^packages/', pathNot: `^packages/(${[pkg, ...allowed].join('|')})/` },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    packageMayImport('protocol', []),
    packageMayImport('runtime', ['protocol']),
    packageMayImport('aws-api', []),
    packageMayImport('hsm-client', ['protocol', 'runtime']),
    packageMayImport('hsm-node', ['protocol', 'runtime']),
    packageMayImport('cluster-manager', ['protocol', 'runtime', 'hsm-client', 'aws-api']),
    packageMayImport('kms-control-plane', ['protocol', 'runtime', 'hsm-client', 'aws-api']),
    ...rightOf('kms-control-plane', ['http', 'operations', 'keys', 'key-stores', 'trail']),
    ...rightOf('hsm-node', ['rpc', 'sessions', 'objects', 'crypto']),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'generated' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types'],
      extensions: ['.ts', '.js'],
    },
  },
};
