// Nothing but what is precompiled: the headers that every test includes.
