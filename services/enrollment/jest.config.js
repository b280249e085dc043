import preset from '../../jest.preset.js';

export default { ...preset, displayName: 'enrollment', rootDir: import.meta.dirname };
