import { App, mount } from '../ui/app.tsx'

mount(<App>Portal</App>)
