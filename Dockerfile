# One image for every machine of a cluster: the coordinator, and workers (command: worker).
FROM node:24-bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ffmpeg libchromaprint-tools python3-minimal pipx \
 && PIPX_HOME=/opt/pipx PIPX_BIN_DIR=/usr/local/bin pipx install 'yt-dlp[default,curl-cffi]' \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force
COPY handlers handlers
COPY src src
RUN mkdir -p /app/var /app/logs /library && chown -R node:node /app/var /app/logs /library
USER node
ENV LIBRARY_DIR=/library
VOLUME ["/library", "/app/var"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "src/launch.js"]
