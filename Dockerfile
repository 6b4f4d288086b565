# One image; what a container is, is said by its command (docker-compose.yml).
FROM node:26-slim
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --omit=dev
COPY gateway gateway
COPY schema schema
COPY subgraphs subgraphs
RUN npm run build:console && mkdir /alliance && chown node /alliance
ENV NODE_ENV=production
USER node
