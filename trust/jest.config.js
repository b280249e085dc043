import preset from '../jest.preset.js';

export default { ...preset, displayName: 'trust', rootDir: import.meta.dirname };
