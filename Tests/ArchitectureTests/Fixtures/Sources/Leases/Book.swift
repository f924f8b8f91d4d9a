import NetworkValues

// import Foundation
/* import Glibc
   import Logging */
let text = """
    import Dispatch
    """
