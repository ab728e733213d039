"""A run on an existing Spark cluster: the same stages and the same outputs as the local engine (extra ``[spark]``; docs/spark.md).

``partitions`` is what a Python worker does with Arrow batches, ``storage`` the files of the run on whatever file system Spark has, ``engine`` the order
of things on the driver.
"""
