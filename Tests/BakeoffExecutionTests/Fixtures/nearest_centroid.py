"""A worker in another language: nearest centroid, as Documentation/WorkerProtocol.md shows it."""
import json, sys, time
import numpy as np

request = json.load(sys.stdin)
assert request["protocol"] == "bakeoff.worker/1", request["protocol"]
features = np.load(request["features"]["path"], mmap_mode="r")
scale = 255 if request["features"]["element"] == "byte" else 1

def rows(name):
    return features[request[name]].reshape(len(request[name]), -1) / scale

start = time.perf_counter()
x, y = rows("training_rows"), np.array(request["training_labels"])
centroids = np.stack([x[y == label].mean(axis=0) for label in range(request["class_count"])])
fitted = time.perf_counter()
scores = -((rows("test_rows")[:, None, :] - centroids) ** 2).sum(axis=2)
end = time.perf_counter()
np.save(request["predictions"], scores.astype("<f4"))
print(json.dumps({"event": "done", "kind": "margins", "parameters": centroids.size,
                  "fit_seconds": fitted - start, "predict_seconds": end - fitted}))
