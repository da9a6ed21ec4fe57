"""The API's endpoints, by subject. Each is a function from a `Call` to a response, and refuses by raising `Refusal`."""
