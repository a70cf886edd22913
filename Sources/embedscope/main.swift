print("embedscope")
