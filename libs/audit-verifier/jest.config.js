import preset from '../../jest.preset.js';

export default { ...preset, displayName: 'audit-verifier', rootDir: import.meta.dirname };
