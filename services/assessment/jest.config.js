import preset from '../../jest.preset.js';

export default { ...preset, displayName: 'assessment', rootDir: import.meta.dirname };
