# One image for every machine of a cluster: the coordinator, and workers (command: worker).
FROM node:24-bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ffmpeg libchromaprint-tools python3-venv \
 && rm -rf /var/lib/apt/lists/*

# The image has a Node and an ffmpeg: what npm would bring of them stays out.
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional && npm cache clean --force

# As new as the day of the build, for sites change: docker compose build --no-cache
RUN python3 -m venv /opt/yt-dlp \
 && /opt/yt-dlp/bin/pip install --no-cache-dir 'yt-dlp[default,curl-cffi]' \
 && ln -s /opt/yt-dlp/bin/yt-dlp /usr/local/bin/yt-dlp

COPY handlers handlers
COPY src src
RUN ln -s /app/src/launch.js /usr/local/bin/orchestrator \
 && install -d -o node -g node var logs /library

USER node
ENV LIBRARY_DIR=/library
ENTRYPOINT ["orchestrator"]
